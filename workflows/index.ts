export { grant } from './grant/workflow';
export { paymentRun } from './payment-run/workflow';
export { purchase } from './purchase/workflow';
export { reconciler } from './reconciler/workflow';
export { round } from './round/workflow';
