import { opener } from '../files/browserOpener';

import { pageApp } from '../pageApp';

/** The trained network that comes with the app. */
const BUNDLED = 'trained/nine-motions.safetensors';

/** Opens the bundled trained network to start from, and comes back to the Train face. */
export async function takeBundledNetwork(): Promise<void> {
  await opener.openAddress(BUNDLED);
  const { fault } = pageApp.checkpoint.getState();
  if (fault) pageApp.notices.notify(fault.message);
  pageApp.session.setState({ face: 'train' });
}
