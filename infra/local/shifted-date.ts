/**
 * From now on `Date` of this thread is ahead of the machine's by what `offset` holds (milliseconds, one Float64).
 * Timers and `performance.now` keep the machine's time, so that a wait lasts as long as it says.
 */
export function shiftDate(offset: SharedArrayBuffer): void {
  const aheadMs = new Float64Array(offset);
  const MachineDate = Date;
  const now = (): number => MachineDate.now() + (aheadMs[0] ?? 0);
  const ShiftedDate = new Proxy(MachineDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    apply: () => new MachineDate(now()).toString(),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
  // A date made from another's `constructor` follows too.
  MachineDate.prototype.constructor = ShiftedDate;
  globalThis.Date = ShiftedDate;
}
