/** A convex function, at a point. */
export interface PointOnObjective {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A convex function with second derivatives. */
export interface Objective {
  /** Goes to a point; the Hessian is the one there until it goes elsewhere. */
  at(point: Float64Array): Promise<PointOnObjective>;
  /** The Hessian times a direction. */
  hessianTimes(direction: Float64Array): Promise<Float64Array>;
  /** The diagonal of the Hessian, all positive: what conjugate gradients are preconditioned with. */
  hessianDiagonal(): Promise<Float64Array>;
}
