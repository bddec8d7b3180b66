import { loadBuild, missingFile } from '../runtime/loadBuild';
import { giveLifeSign } from './lifeSign';
import { serve } from './serve';
import { createSessions } from './session';

serve(self, createSessions({ load: loadBuild, missing: missingFile }));
giveLifeSign(self);
