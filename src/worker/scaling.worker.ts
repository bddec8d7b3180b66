import { createScaling } from './scaling';
import { serve } from './serve';

serve(self, createScaling());
