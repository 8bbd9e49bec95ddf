/** Ids that the examples of bodies use, so that they read as one story. */
export const exampleIds = {
  fund: '0199d3a0-5c1e-7000-8000-000000000001',
  pot: '0199d3a0-5c1e-7000-8000-000000000002',
  person: '0199d3a0-5c1e-7000-8000-000000000003',
  otherPerson: '0199d3a0-5c1e-7000-8000-000000000004',
  thirdPerson: '0199d3a0-5c1e-7000-8000-000000000005',
  party: '0199d3a0-5c1e-7000-8000-000000000006',
  application: '0199d3a0-5c1e-7000-8000-000000000007',
  role: '0199d3a0-5c1e-7000-8000-000000000008',
  connection: '0199d3a0-5c1e-7000-8000-000000000009',
  token: '0199d3a0-5c1e-7000-8000-00000000000a',
  condition: '0199d3a0-5c1e-7000-8000-00000000000b',
} as const;
