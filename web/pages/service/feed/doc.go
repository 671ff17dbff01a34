// Package feed shows staff what was told to the platform above the city of
// finished cases and ratings, what was refused and why, and sends again what was
// refused or has no answer. What is told says kernel/itemflow (FeedRecord).
package feed
