package catalogue

import "embed"

// FS holds the declared files as items/…, groups/…, cities/…, guide/…
// and bundles/….
//
//go:embed items/*/*/*.yaml groups/*.yaml cities/*/*.yaml guide/*.yaml bundles/*.yaml
var FS embed.FS
