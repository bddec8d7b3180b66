import type { App } from '../app';
import { openerOf } from '../files/opener';
import { MOTIONS, weightsOf } from '../train/trainedCard';

/** Opens the bundled trained network to start from, and comes back to the Train face. */
export async function takeBundledNetwork(app: App): Promise<void> {
  await openerOf(app).openAddress(weightsOf(MOTIONS));
  const { status } = app.checkpoint.getState();
  if (status.kind === 'failed') app.notices.notify(status.fault.message);
  app.session.setState({ face: 'train' });
}
