// Package listings is the index of open listings (挂牌匹配索引): it finds those
// that fit a need and keeps itself in step with the hall and the register.
//
// It follows changes instead of building anew: each time it asks for listings
// whose card, or whose right's entry, changed since a little before what it has
// seen, and reads only those again. Once in an hour it compares the stamps of
// all listings, so that a change that came late, or under a clock that runs
// behind, is found too. It is written to a file now and then and read from there
// at the start; losing the file costs only the time to read the hall.
//
// It holds no truth: what it proposes is read again, in the reader's scope, as
// it stands at that moment.
package listings
