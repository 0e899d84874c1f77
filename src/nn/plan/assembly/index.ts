/** Every kernel of the plan, for the wasm runner; arguments are those of ../kernels.ts, in its order. */

export {
  additiveBack,
  additiveScores,
  innerProducts,
  maxPool,
  maxPoolBack,
  meanWeights,
  outerSum,
  softmax,
  softmaxBack,
  weightedSum,
} from './attention';
export {
  add,
  addShared,
  columnProducts,
  columnSum,
  copyColumns,
  giveRows,
  layerNorm,
  layerNormBack,
  reluMask,
  scaleColumns,
  scaleRows,
  sumShared,
  mirrorRows,
  takeRows,
} from './elementwise';
export { gemm } from './gemm';
export {
  graphDelta,
  graphMixBack,
  graphRound,
  residual,
  residualBack,
  sumByReceiver,
  sumBySender,
} from './graph';
export { leakyKeys, leakyQueries, leakyScores } from './leaky-scores';
export {
  adam,
  disturb,
  policyLoss,
  quantileError,
  squaredError,
  squash,
  squashBack,
  tdTarget,
} from './learning';
export { configure } from './memory';
export { readNodes, readPairs, readPose, readSet, readVector } from './observation';
export { mark,
 sigmoid, sigmoidBack, relax, relaxBack, relaxLengths } from './distance';
