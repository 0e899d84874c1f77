/**
 * The avatar of the visitor: a person (figures.ts) in a bright coat, as no pedestrian wears, and with no eye,
 * so that one finds oneself at once and takes oneself for no robot. Its row of poses is the last.
 */
import { Group } from 'three';
import type { Daylight } from './daylight.ts';
import {
  createFigureShape,
  createFigures,
  createStance,
  type Figures,
  figureLook,
} from './figures.ts';
import type { Part } from './frame.ts';
import { visitorHeading } from './interpolation.ts';
import { type Clothing, ownClothes } from './own-avatar/worn-part.ts';
import { visitorColours } from './palette.ts';

export function createVisitor(daylight: Daylight, clothing: Clothing = ownClothes): Part {
  const object = new Group();
  const shape = createFigureShape(visitorColours, true);
  const look = figureLook(visitorColours, 1);
  const figures: Figures = createFigures(object, shape, { material: daylight.plain, capacity: 1 });
  const stance = createStance();

  return {
    object,
    fit(layout) {
      stance.height = layout.body.height;
      stance.walked = 0;
    },
    update({ track, delta, still, insideVisitor }) {
      figures.begin();
      if (track.visited && !insideVisitor && !clothing.visitor()) {
        const row = track.bodies - 1;
        const { position, velocity } = track.drawn;
        stance.position.fromArray(position, row * 3);
        stance.yaw = visitorHeading(track);
        stance.radius = track.radius[row] as number;
        stance.speed = Math.hypot(velocity[row * 3] as number, velocity[row * 3 + 2] as number);
        stance.walked = (stance.walked + stance.speed * delta) % 1000;
        figures.add(stance, look, still);
      }
      figures.end();
    },
    dispose() {
      figures.dispose();
      shape.dispose();
    },
  };
}
