/** The accuracies of the notebook that the study was seeded from, to compare with. */
export const seedAccuracies: Readonly<Record<string, number>> = {
  svm: 0.9614,
  rf: 0.9673,
  vote: 0.9693,
  'svm-tuned': 0.9678,
  'rf-tuned': 0.9688,
  'final-vote': 0.9825,
};
