/** The kernel of multinomial logistic regression. */
export { hessianDiagonal, hessianTimes } from '../logistic/curvature';
export { lossAndGradient } from '../logistic/loss';
export { decisions, probabilities } from '../logistic/predict';
