import { giveLifeSign } from './lifeSign';
import { serve } from './serve';
import { createStudio } from './studio';

serve(self, createStudio());
giveLifeSign(self);
