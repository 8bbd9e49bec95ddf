import type { NeedKind } from '../../../domain/purchases/services';

/** The kinds of need as people say them. */
export const needWords: Readonly<Record<NeedKind, string>> = {
  counselling: 'Counselling',
  family_support: 'Family support',
  domestic_abuse: 'Help with domestic abuse',
  mental_health: 'Mental health',
  drugs_and_alcohol: 'Drugs and alcohol',
  housing: 'Housing',
  debt_and_benefits: 'Debt and benefits',
  training_and_work: 'Training and work',
  childcare: 'Childcare',
  travel: 'Travel',
  food_and_clothing: 'Food and clothing',
  other: 'Something else',
};
