// Package workload reckons how the work of offices stands (监督看板): open cases,
// what is late and what soon will be, how old it is, by office and by person.
//
// It counts what it is given and nothing else: the same cases as the inbox
// lists, with their limits reckoned anew by the calendar. Averages of items
// with different limits are never added up.
package workload
