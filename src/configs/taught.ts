/** What a configuration says beyond its design, for a head that was taught on clips of one's own, which lie beside it. */
export interface Taught {
  /** What a mirrored clip shows: its class, no class at all, or for some classes another, `[class, its partner]`. */
  readonly mirror: 'keeps' | 'loses' | readonly (readonly [number, number])[];
  /** What learnt: the head alone, or all behind so many stages; -1: everything. */
  readonly frozen: 'backbone' | number;
}

/** Under which name the hook lies beside a configuration, without `.py`. */
export const HOOK_MODULE = 'freeze_backbone';

/**
 * An mmengine hook that keeps the whole backbone as it is. `frozen_stages` reaches the last stage; conv5 lies behind it and
 * cannot be frozen by any argument.
 */
export const FREEZE_HOOK = `"""Keeps the whole backbone as it is while the head learns, conv5 included, which frozen_stages cannot reach."""
from mmengine.hooks import Hook
from mmengine.registry import HOOKS


def backbone_of(model):
    """The backbone, behind the wrapper of distributed training where there is one."""
    return getattr(model, 'module', model).backbone


@HOOKS.register_module()
class FreezeBackboneHook(Hook):

    def before_run(self, runner):
        for parameter in backbone_of(runner.model).parameters():
            parameter.requires_grad_(False)

    def before_train_iter(self, runner, batch_idx, data_batch=None):
        # Every epoch begins with model.train(); in eval mode norms keep their running statistics.
        backbone_of(runner.model).eval()
`;
