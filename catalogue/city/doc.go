// Package city is what differs from city to city (城市配置): its name, code
// prefix and districts, the units that receive cases with their telephones and
// counters, the outside systems where an act is done in the end, and the life
// events by which people look for an item.
//
// [Read] takes it from the city's folder and whatever lies over it; mistakes
// go to the collector. What is invented or not established says so.
package city
