import { opener } from '../files/browserOpener';
import { pageApp } from '../pageApp';
import { BUNDLED_WEIGHTS } from '../train/trainedCard';

/** Opens the bundled trained network to start from, and comes back to the Train face. */
export async function takeBundledNetwork(): Promise<void> {
  await opener.openAddress(BUNDLED_WEIGHTS);
  const { fault } = pageApp.checkpoint.getState();
  if (fault) pageApp.notices.notify(fault.message);
  pageApp.session.setState({ face: 'train' });
}
