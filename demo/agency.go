package demo

import "quanlian/kernel"

// agencyPeople are who agrees inside the agency before anything leaves it.
func agencyPeople(hash string) []kernel.Write {
	var w []kernel.Write
	for _, x := range []struct {
		id          kernel.UserID
		login, name string
		duty        kernel.Duty
	}{{"u-du", "agent2", "杜若", kernel.DutyReviewer}, {"u-nie", "agent3", "聂明河", kernel.DutyHead}} {
		w = append(w, kernel.PutUser{ID: x.id, Login: x.login, Name: x.name, Hash: hash}, kernel.PutMember{User: x.id, Party: "p-zhiyuan", Duty: x.duty, Rights: kernel.AllRights()})
	}
	return w
}
