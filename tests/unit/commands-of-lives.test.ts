import { definitions } from '../../src/commands';
import { type CommandName, lifeOf, lives } from '../../src/domain/lives';
import { commandRoutes } from '../../src/http/api/command-routes';

const subjects = Object.keys(lives) as (keyof typeof lives)[];
const everyCommand = subjects.flatMap((subject) =>
  Object.keys(lives[subject]).map((command) => [subject, command as CommandName] as const),
);

test.each(everyCommand)('%s: %s has an effect and, where people send it, one route', (subject, command) => {
  const byPeople = lifeOf(subject)[command]!.by.some((sender) => sender !== 'engine');
  expect(definitions[command]).toMatchObject({ name: command, subject });
  expect(commandRoutes.filter((route) => route.command === command)).toHaveLength(byPeople ? 1 : 0);
});
