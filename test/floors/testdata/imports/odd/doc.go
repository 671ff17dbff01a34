// Package odd has no floor. // want imports
package odd
