/** The steps of the tour, in their order; what they say is in the catalogs (home.tour). */
export const tourSteps = ['watch', 'ask', 'imagine', 'walk', 'edit', 'learn', 'share'] as const;
export type TourStep = (typeof tourSteps)[number];
