/**
 * Success over training, as a run reports it: of the training episodes that ended since the report
 * before, exploration noise included.
 */
export interface CurvePoint {
  /** Of the budget, since the start. */
  readonly seconds: number;
  readonly agentSteps: number;
  readonly updates: number;
  /** Episodes that ended since the point before. */
  readonly episodes: number;
  /** Mean success of these; null if none did. */
  readonly success: number | null;
}

type Success = Pick<CurvePoint, 'episodes' | 'success'>;

/** Points of a curve that is kept. */
const mostPoints = 60;
/** Episodes that are taken together for a point of a picture. */
const episodesPerPoint = 80;

const successesOf = ({ episodes, success }: Success) => (success ?? 0) * episodes;

/** The reports of a training as a curve of at most so many points. */
export function boundCurve(
  reports: readonly (Omit<CurvePoint, 'seconds'> & { readonly wallSeconds: number })[],
  most = mostPoints,
): CurvePoint[] {
  const together = Math.max(1, Math.ceil(reports.length / most));
  const points: CurvePoint[] = [];
  for (let i = 0; i < reports.length; i += together) {
    const joined = reports.slice(i, i + together);
    const { wallSeconds, agentSteps, updates } = joined.at(-1) as (typeof reports)[number];
    const episodes = joined.reduce((sum, report) => sum + report.episodes, 0);
    const successes = joined.reduce((sum, report) => sum + successesOf(report), 0);
    points.push({
      ...{ seconds: Number(wallSeconds.toFixed(2)), agentSteps, updates, episodes },
      success: episodes === 0 ? null : Number((successes / episodes).toFixed(4)),
    });
  }
  return points;
}

/**
 * Success while it learns: the mean of a curve over its time, as high as the sooner a run comes to succeed. Where
 * no episode ended, the point before counts on; before the first, nothing succeeds.
 */
export function meanOverTime(curve: readonly Pick<CurvePoint, 'seconds' | 'success'>[]): number {
  let sum = 0;
  let [before, success] = [0, 0];
  for (const point of curve) {
    success = point.success ?? success;
    sum += (point.seconds - before) * success;
    before = point.seconds;
  }
  return before === 0 ? 0 : sum / before;
}

/** A line to draw: minutes against success, from 0 on, every point of about 80 episodes. */
export function successLine(
  points: readonly (Success & { readonly seconds: number })[],
): { x: number; y: number }[] {
  const line = [{ x: 0, y: 0 }];
  let episodes = 0;
  let successes = 0;
  for (const point of points) {
    episodes += point.episodes;
    successes += successesOf(point);
    if (episodes < episodesPerPoint) continue;
    line.push({ x: point.seconds / 60, y: successes / episodes });
    episodes = 0;
    successes = 0;
  }
  return line;
}
