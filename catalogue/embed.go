package catalogue

import "embed"

// FS holds the declared files as items/…, groups/… and cities/….
//
//go:embed items/creation items/utilization items/protection items/management items/service
//go:embed groups/*.yaml cities/*/*.yaml
var FS embed.FS
