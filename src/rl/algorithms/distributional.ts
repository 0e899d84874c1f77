/**
 * `heed` with a distributional critic: 25 quantiles of the return by quantile regression (Dabney et al. 2018,
 * "Distributional Reinforcement Learning with Quantile Regression"), of which the actor maximises the mean, as in D4PG
 * (Barth-Maron et al. 2018) and TQC (Kuznetsov et al. 2020). An episode ends at the goal or against something: a mean
 * lies between the two, where no return is. Where it departs from them:
 *
 * 1. The Huber loss (equation 9) is as wide as κ = 0.05, not 1: returns here lie between −2 and 1, where κ = 1 would
 *    make all of the loss quadratic, and what it learns expectiles, whose mean is not that of the return. In every
 *    scenario the goal pays about 1, and waiting for one decision more takes 0.01 to 0.03 of it: within κ lie returns
 *    that differ by a decision or two, beyond it those that end differently. With κ = 0, the gradient would be the
 *    same however small an error is.
 * 2. The loss is divided by κ, as in IQN (Dabney et al. 2018, "Implicit Quantile Networks"), and averaged over both
 *    the quantiles and their targets, where equation 10 sums over the quantiles: factors that Adam does not see, and
 *    that make the loss one of the size of errors, however many quantiles there are.
 * 3. Nothing is truncated, and there is one critic, not TQC's five. With `twin`, the target is the distribution of
 *    the critic whose mean is the smaller: the minimum of the means, not of each quantile.
 * 4. Quantiles, not D4PG's categories; neither its prioritised replay nor its distributed actors. Its n-step returns
 *    are those of `heed`, as everything else is.
 */
import type { Hyperparameters } from '../hyperparameters.ts';
import { heed } from './heed.ts';

export const distributional: Hyperparameters = { ...heed, quantiles: 25 };
