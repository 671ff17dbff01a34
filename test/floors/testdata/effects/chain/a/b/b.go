package b

import "quanlian/kernel"

type own struct{}

func (own) Effect() kernel.EffectName { return "own" } // want effect, effect

func (own) Effects() []kernel.Effect { return nil }
