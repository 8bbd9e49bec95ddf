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
  service: '0199d3a0-5c1e-7000-8000-00000000f600',
  connection: '0199d3a0-5c1e-7000-8000-000000000009',
  token: '0199d3a0-5c1e-7000-8000-00000000000a',
  condition: '0199d3a0-5c1e-7000-8000-00000000000b',
  question: '0199d3a0-5c1e-7000-8000-00000000000c',
  meeting: '0199d3a0-5c1e-7000-8000-00000000000d',
  file: '0199d3a0-5c1e-7000-8000-00000000000e',
  paperAcceptance: '0199d3a0-5c1e-7000-8000-00000000000f',
} as const;

/** The fingerprint of an agreement. */
export const exampleAgreementHash = '9f2b6c0c1d5e4f7a8b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f10';
