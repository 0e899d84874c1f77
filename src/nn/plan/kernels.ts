/**
 * Every kernel of the plan with the names of its arguments, in the order in which the wasm modules take them
 * (assembly/) and in which the WGSL forms find them (wgsl/). Arguments are offsets into the arena, in
 * floats, and sizes; those of `floatArguments` are float32, all others int32.
 */
const ofRows = [
  ...['queries', 'heads', 'k', 'r', 'perGroup', 'stride', 'headStride', 'accumulate'],
] as const;
const product = ['a', 'lda', 'sa', 'b', 'ldb', 'sb', 'c', 'ldc', 'sc', 'bias', 'flags'] as const;
const ofAgents = ['rows', 'rowSize', 'agentOffset', 'agentSize', 'agents', 'worlds'] as const;

export const kernelArguments = {
  gemm: ['mode', 'batch', 'm', 'n', 'k', ...product],

  add: ['a', 'b', 'out', 'count'],
  reluMask: ['result', 'gradient', 'count'],
  copyColumns: ['from', 'fromStride', 'to', 'toStride', 'rows', 'columns', 'accumulate'],
  columnSum: ['x', 'rows', 'columns', 'out', 'accumulate'],
  columnProducts: ['x', 'y', 'rows', 'columns', 'out', 'accumulate'],
  scaleRows: ['x', 'factor', 'out', 'rows', 'columns', 'accumulate'],
  scaleColumns: ['x', 'factor', 'out', 'rows', 'columns', 'accumulate'],
  addShared: ['x', 'shared', 'out', 'queries', 'perGroup', 'size'],
  sumShared: ['x', 'out', 'queries', 'perGroup', 'size', 'accumulate'],
  takeRows: ['x', 'index', 'out', 'queries', 'perGroup', 'rows', 'columns'],
  mirrorRows: ['x', 'mirrored', 'from', 'sign', 'out', 'rows', 'columns'],
  giveRows: ['x', 'index', 'out', 'queries', 'perGroup', 'rows', 'columns', 'accumulate'],
  layerNorm: ['x', 'gain', 'shift', 'out', 'normal', 'inverse', 'rows', 'columns', 'relu'],
  layerNormBack: [
    ...['gradient', 'normal', 'inverse', 'gain', 'out', 'rows', 'columns', 'accumulate'],
  ] as const,

  innerProducts: ['query', 'rows', 'out', ...ofRows],
  weightedSum: ['weights', 'rows', 'out', ...ofRows],
  outerSum: ['weights', 'query', 'out', ...ofRows],
  softmax: ['logits', 'mask', 'out', 'queries', 'heads', 'k', 'perGroup', 'logitScale'],
  softmaxBack: ['weights', 'gradient', 'out', 'rows', 'k', 'logitScale', 'accumulate'],
  meanWeights: ['mask', 'out', 'queries', 'heads', 'k', 'perGroup'],
  additiveScores: ['query', 'keys', 'w', 'out', 'queries', 'heads', 'k', 'd'],
  additiveBack: [
    ...['query', 'keys', 'w', 'gradient', 'outKeys', 'outMixed', 'queries', 'heads', 'k', 'd'],
  ] as const,
  leakyScores: ['query', 'keys', 'w', 'out', 'queries', 'heads', 'k', 'd', 'perGroup'],
  leakyQueries: [
    ...['query', 'keys', 'w', 'gradient', 'out', 'outMixed'],
    ...['queries', 'heads', 'k', 'd', 'perGroup', 'accumulate'],
  ] as const,
  leakyKeys: [
    ...['query', 'keys', 'w', 'gradient', 'out'],
    ...['queries', 'heads', 'k', 'd', 'perGroup', 'accumulate'],
  ] as const,
  maxPool: ['rows', 'mask', 'out', 'which', 'weights', 'queries', 'heads', 'k', 'd', 'perGroup'],
  maxPoolBack: ['gradient', 'which', 'out', 'queries', 'k', 'c', 'accumulate'],

  graphRound: [
    ...['received', 'sent', 'edges', 'score', 'senders', 'receivers', 'shares', 'gathered'],
    ...['highest', 'worlds', 'v', 'pairs', 'heads', 'd'],
  ] as const,
  graphDelta: [
    ...['gradient', 'sent', 'senders', 'receivers', 'shares', 'delta', 'along'],
    ...['worlds', 'v', 'pairs', 'heads', 'd'],
  ] as const,
  graphMixBack: [
    ...['received', 'sent', 'edges', 'score', 'senders', 'receivers', 'delta', 'outEdges'],
    ...['outScore', 'worlds', 'v', 'pairs', 'heads', 'd'],
  ] as const,
  sumByReceiver: ['x', 'receivers', 'out', 'worlds', 'v', 'pairs', 'c', 'accumulate'],
  sumBySender: [
    ...['x', 'gradient', 'shares', 'senders', 'receivers', 'out', 'worlds', 'v', 'pairs'],
    ...['heads', 'd', 'accumulate'],
  ] as const,
  mark: ['index', 'out', 'queries', 'rows', 'columns', 'marked', 'others'],
  sigmoid: ['x', 'out', 'count'],
  sigmoidBack: ['result', 'gradient', 'out', 'count', 'accumulate'],
  relax: [
    ...['x', 'lengths', 'senders', 'receivers', 'out', 'which'],
    ...['queries', 'perGroup', 'v', 'pairs', 'heads'],
  ] as const,
  relaxBack: [
    ...['gradient', 'senders', 'which', 'out'],
    ...['queries', 'perGroup', 'v', 'pairs', 'heads', 'accumulate'],
  ] as const,
  relaxLengths: [
    ...['gradient', 'receivers', 'which', 'out'],
    ...['queries', 'perGroup', 'v', 'pairs', 'heads', 'accumulate'],
  ] as const,
  residual: ['h', 'gathered', 'present', 'out', 'rows', 'c'],
  residualBack: [
    ...['gradient', 'gathered', 'present', 'outH', 'outGathered', 'rows', 'c', 'accumulate'],
  ] as const,

  squash: ['u', 'action', 'reach', 'n'],
  squashBack: ['u', 'reach', 'gradient', 'reachGradient', 'out', 'n'],
  disturb: ['action', 'noise', 'out', 'n'],
  tdTarget: ['returns', 'discounts', 'value', 'other', 'out', 'n', 'columns'],
  squaredError: ['q', 'y', 'share', 'gradient', 'loss', 'mean', 'n'],
  quantileError: ['q', 'y', 'share', 'gradient', 'loss', 'mean', 'n', 'columns', 'kappa'],
  policyLoss: [
    ...['q', 'reach', 'share', 'gradient', 'reachGradient', 'loss', 'n', 'columns', 'penalty'],
  ] as const,
  adam: [
    ...['online', 'target', 'first', 'second', 'gradient', 'count', 'rates'],
    ...['beta1', 'beta2', 'tau'],
  ] as const,

  readVector: [...ofAgents, 'part', 'size', 'shift', 'scale', 'out', 'outStride', 'outOffset'],
  readSet: [...ofAgents, 'part', 'k', 'features', 'shift', 'scale', 'out', 'mask'],
  readNodes: ['rows', 'rowSize', 'graph', 'worlds', 'v', 'features', 'out', 'present'],
  readPairs: [
    ...['rows', 'rowSize', 'graph', 'worlds', 'v', 'features', 'e', 'width'],
    ...['edges', 'senders', 'receivers'],
  ] as const,
  readPose: [
    ...ofAgents,
    ...['anchor', 'nodes', 'present', 'v', 'features', 'pose', 'ownRegion', 'goalRegion'],
  ] as const,
} as const;

export type KernelName = keyof typeof kernelArguments;
export type KernelArguments<K extends KernelName> = Readonly<
  Record<(typeof kernelArguments)[K][number], number>
>;

/** Arguments that are float32. */
export const floatArguments: ReadonlySet<string> = new Set([
  ...['logitScale', 'penalty', 'kappa', 'beta1', 'beta2', 'tau', 'marked', 'others'],
]);

/** One kernel with its arguments: what a plan is a list of. */
export interface Instruction {
  readonly kernel: KernelName;
  /** In the order of `kernelArguments`. */
  readonly values: readonly number[];
}
