package catalogue

import "embed"

// FS holds the declared files as items/…, groups/… and cities/….
//
//go:embed items/*/*/*.yaml groups/*.yaml cities/*/*.yaml
var FS embed.FS
