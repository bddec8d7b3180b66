import './ui/kit/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startAutosave } from './state/document/autosave';
import { App } from './ui/shell/App';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with id "root" to mount the app on.');
// Before the first picture, so that it is the right one.
void startAutosave().finally(() => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
