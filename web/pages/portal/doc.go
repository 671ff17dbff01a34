// Package portal is the front of the house (门户): the home page, help, the
// statements on accessibility and privacy, the map of the site, and the answer
// to an address that leads nowhere.
//
// It shows nothing but what is there: counts and listings come from the cases
// that anybody may see, ways in lead only to pages that stand.
package portal
