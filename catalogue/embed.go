package catalogue

import "embed"

// FS holds the declared files as items/…, groups/…, cities/…, guide/…,
// bundles/… and samples/….
//
//go:embed items/*/*/*.yaml groups/*.yaml cities/*/*.yaml guide/*.yaml bundles/*.yaml samples/*.yaml
var FS embed.FS
