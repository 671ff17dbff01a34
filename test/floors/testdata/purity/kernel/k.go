package kernel

import (
	"fmt"
	"io/fs"
	"math/rand/v2" // want purity
	"net/http"     // want purity
	"net/url"
	"os"      // want purity
	"os/exec" // want purity
	clock "time"
)

type holder struct{ files fs.FS }

func now() clock.Time {
	clock.Sleep(1)     // want purity
	return clock.Now() // want purity
}

func pure(at clock.Time, u *url.URL) string {
	return fmt.Sprint(at.Add(clock.Hour), u)
}

func loud() {
	fmt.Println(rand.Int(), os.Args, http.DefaultClient, exec.ErrDot) // want purity
	panic("no")                                                       // want panic
}
