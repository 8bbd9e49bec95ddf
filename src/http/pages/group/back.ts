import type { GroupGrant } from './grant-data';
import { groupWords as w } from './words';

/** The way back to a grant's page from a page below it. Until something is offered it is an application: nobody is told of a grant too early. */
export const backToGrant = ({ id, award }: Pick<GroupGrant, 'id' | 'award'>) => ({
  to: `/grants/${id}`,
  words: award === null ? w.back.application : w.back.grant,
});
