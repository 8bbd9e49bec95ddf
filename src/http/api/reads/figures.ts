import { readPotFigures } from '../../../../db/queries/pots/pot-figures';
import { type AreaCounted, figuresOf } from '../../../domain/figures/figures';
import { readingRoles } from '../../../domain/lives/roles';
import { peopleTold } from '../../../domain/figures/small-numbers';
import { potFiguresAnswer, potFiguresExample } from '../../schemas/reads/figures';
import { readRoute } from '../read-route';

const areaTold = ({ applications, askedPence, grants, awardedPence, peopleAwarded }: Omit<AreaCounted, 'area'>) => ({
  applications,
  askedPence,
  grants,
  awardedPence,
  peopleAwarded: peopleTold(peopleAwarded),
});

/** Reads of figures. */
export const figureReads = [
  readRoute({
    operationId: 'getPotFigures',
    path: '/pots/{id}/figures',
    summary:
      'A pot counted: asked, awarded, paid and spent, its cash to come, how long people wait, where and whom it reaches',
    roles: readingRoles,
    response: potFiguresAnswer,
    example: potFiguresExample,
    handle: async ({ db, params, query: _, ...asker }) => {
      const [pot] = await readPotFigures(db, asker, [params['id'] ?? '']);
      if (pot === undefined) return undefined;
      const { forecast, withoutDayPence, areas, otherAreas, peopleReached, ...figures } = figuresOf([pot], pot.today);
      return {
        pot: { id: pot.id, name: pot.name },
        fundId: pot.fundId,
        today: pot.today,
        countedAt: pot.countedAt,
        ...figures,
        forecast: {
          ...forecast,
          short: forecast.short ?? null,
          coveredAgain: forecast.coveredAgain ?? null,
          withoutDayPence,
        },
        areas: areas.map(({ area, ...counted }) => ({ area, ...areaTold(counted) })),
        otherAreas: otherAreas === undefined ? null : { areas: otherAreas.areas, ...areaTold(otherAreas) },
        peopleReached:
          peopleReached === undefined ? null : { ...peopleReached, otherAreas: peopleReached.otherAreas ?? null },
      };
    },
  }),
];
