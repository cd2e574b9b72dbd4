/** The kernel of multinomial logistic regression. */
export { hessianDiagonal, hessianTimes } from './curvature';
export { lossAndGradient } from './loss';
export { decisions, probabilities } from './predict';
