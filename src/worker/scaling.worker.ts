import { giveLifeSign } from './lifeSign';
import { createScaling } from './scaling';
import { serve } from './serve';

serve(self, createScaling());
giveLifeSign(self);
