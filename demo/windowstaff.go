package demo

import "quanlian/kernel"

// Units with windows whose day is played.
const (
	patentWindow kernel.UnitID = "patent-window"
	markWindow   kernel.UnitID = "trademark-window"
)

// hallStaff are the people at the counters who are not offered on the log-in
// page. The shift leaders are heads, so that cases are not handed out to them.
var hallStaff = []struct {
	id          kernel.UserID
	login, name string
	post        kernel.Post
}{
	{"u-xu", "window2", "许知行", kernel.Post{Unit: patentWindow, Role: kernel.RoleHead}},
	{"u-meng", "marks", "孟晚晴", kernel.Post{Unit: markWindow, Role: kernel.RoleClerk}},
	{"u-dai", "marks2", "戴青禾", kernel.Post{Unit: markWindow, Role: kernel.RoleClerk}},
}

func hallPeople(hash string) []kernel.Write {
	var w []kernel.Write
	for _, x := range hallStaff {
		w = append(w, kernel.PutUser{ID: x.id, Login: x.login, Name: x.name, Hash: hash}, kernel.PutPost{User: x.id, Post: x.post})
	}
	return w
}
