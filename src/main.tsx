import './ui/kit/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepOffline } from './offline';
import { createApp } from './state/app';
import { afterFrame } from './state/document/follower';
import { AppContext } from './ui/app/useApp';
import { App } from './ui/shell/App';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with id "root" to mount the app on.');
const app = createApp({ schedule: afterFrame });
keepOffline(app.notices);
// Before the first picture, so that it is the right one.
void app.autosave.start().finally(() => {
  createRoot(root).render(
    <StrictMode>
      <AppContext value={app}>
        <App />
      </AppContext>
    </StrictMode>,
  );
});
