/** The package has no types of its own; this is the part of it that is used. */
declare module "jstat" {
  const jStat: {
    readonly normal: {
      /** Share of a normal distribution that lies below `x`. */
      cdf(x: number, mean: number, standardDeviation: number): number;
      /** Its quantile: the value below which a share `p` lies. */
      inv(p: number, mean: number, standardDeviation: number): number;
    };
    /** The regularized incomplete beta function. */
    ibeta(x: number, a: number, b: number): number;
    /** The logarithm of the gamma function. */
    gammaln(x: number): number;
    /** The regularized lower incomplete gamma function: of `k / 2` and `x / 2`, the share of chi-square on k below x. */
    lowRegGamma(a: number, x: number): number;
    readonly studentt: {
      /** Quantile of Student's t: the value below which a share `p` lies. */
      inv(p: number, degreesOfFreedom: number): number;
    };
  };
  export default jStat;
}
