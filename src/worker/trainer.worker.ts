import { loadBuild, missingFile } from '../runtime/loadBuild';
import { browserRuns } from './keptRuns';
import { serve } from './serve';
import { createTrainer } from './trainer';

serve(self, createTrainer({ load: loadBuild, missing: missingFile }, browserRuns));
