package x

import (
	"os"
	"time"
)

func now() time.Time {
	if time.Now().IsZero() {
		os.Exit(1) // want panic
	}
	return time.Now()
}
