package kernel

// EffectName names.
type EffectName string

// Effect is closed.
type Effect interface{ Effect() EffectName }

// Notify is listed.
type Notify struct{}

// Effect names it.
func (Notify) Effect() EffectName { return "notify" }
