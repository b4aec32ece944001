/** The package has no types of its own; this is the part of it that is used. */
declare module "jstat" {
  const jStat: {
    readonly studentt: {
      /** Quantile of Student's t: the value below which a share `p` lies. */
      inv(p: number, degreesOfFreedom: number): number;
    };
  };
  export default jStat;
}
