import { loadBuild } from '../runtime/loadBuild';
import { serve } from './serve';
import { createSessions } from './session';

serve(self, createSessions(loadBuild));
