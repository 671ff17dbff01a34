package kernel

import "time"

// Stray is an answer in the suspense account, with when it came.
type Stray struct {
	Suspend
	Made time.Time `json:"made"`
}
