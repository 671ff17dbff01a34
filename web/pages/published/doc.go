// Package published is the pages of the lists that a city publishes (公布的清单):
// 政务, 公共 and the map of value-added services, for any day, to read and to
// download. What they say is made by catalogue/items/published.
package published
