package kernel

import (
	"os"
	"time"
)

var _, _ = os.Getenv("x"), time.Now()
