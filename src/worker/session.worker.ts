import { loadBuild, missingFile } from '../runtime/loadBuild';
import { serve } from './serve';
import { createSessions } from './session';

serve(self, createSessions({ load: loadBuild, missing: missingFile }));
