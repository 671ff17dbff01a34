package city

import (
	"regexp"
	"strings"

	"quanlian/kernel/form"
)

// Place is where one has to go: the address, with the floor where the address does
// not name one.
func (u Unit) Place() form.Text { return PlaceOf(u.Address, u.Floor) }

var (
	floorZh = regexp.MustCompile(`[0-9A-Za-z一二三四五六七八九十]+(?:楼|层)`)
	floorEn = regexp.MustCompile(`(?i)\bfloor\b|\b[0-9]+/?F\b`)
)

// PlaceOf is an address with a floor.
func PlaceOf(address form.Text, floor string) form.Text {
	if floor == "" {
		return address
	}
	if address.Zh != "" && !floorZh.MatchString(address.Zh) {
		address.Zh += strings.TrimRight(floor, "楼层") + "楼"
	}
	if address.En != "" && !floorEn.MatchString(address.En) {
		address.En = "Floor " + floor + ", " + address.En
	}
	return address
}
