import { loadBuild, missingFile } from '../runtime/loadBuild';
import { browserRuns } from './keptRuns';
import { giveLifeSign } from './lifeSign';
import { serve } from './serve';
import { createTrainer } from './trainer';

serve(self, createTrainer({ load: loadBuild, missing: missingFile }, browserRuns));
giveLifeSign(self);
