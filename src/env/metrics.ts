/**
 * Figures by name that several scenarios give beside success and time (metric.ts). Each is read from one agent
 * after every decision of its case.
 */
import { touches } from '../world/contacts.ts';
import type { Metric } from './metric.ts';
import { contact } from './rewards.ts';

/**
 * Arrivals per agent and minute: all cases that arrive, divided by the minutes that all cases take together,
 * those that time out or collide included. It is the flow that goes on if every agent begins anew where its
 * episode ends: times the agents of a world, arrivals per minute in it.
 */
export const throughput: Metric = {
  title: 'throughput, arrivals per agent-minute',
  gather: 'pooled',
  of: (agent) => (agent.reachedGoal ? (60 * agent.steps) / agent.time : 0),
};

/** Share of cases in which the agent and another touched, whether that ends an episode or not. */
export const agentContact: Metric = {
  title: 'cases with contact between agents',
  gather: 'most',
  of: (agent) => contact(agent, touches.agent),
};

/** Share of all decisions after which the agent touches a wall or another thing that stands fast; doors are none. */
export const staticContact: Metric = {
  title: 'decisions in contact with walls and things',
  gather: 'pooled',
  of: (agent) => contact(agent, touches.static),
};
