// Package devices speaks with what stands at a counter (窗口设备): reader of
// identity cards, document camera, receipt printer. What ships is a fake for
// demo and tests, with invented cards; a real device joins by the same port,
// chain/service/window.Devices, and the same contract test.
package devices
